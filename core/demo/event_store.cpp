#include "demo/event_store.h"
