#include "demo/demo_network.h"
