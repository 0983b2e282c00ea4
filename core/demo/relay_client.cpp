#include "demo/relay_client.h"
