#include "demo/demo_relay.h"
