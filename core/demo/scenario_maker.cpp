#include "demo/scenario_maker.h"
