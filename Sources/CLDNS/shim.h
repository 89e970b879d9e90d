#pragma once
// First, or ldns/common.h makes every bool a signed char, which Swift takes for a number.
#include <stdbool.h>

#include <ldns/ldns.h>
