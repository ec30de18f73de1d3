#include <isa-l.h>

/// Memory that compression at level 3 wants; a sum of structs, which Swift does not see as a constant.
static const unsigned tare_isal_level3_bytes = ISAL_DEF_LVL3_DEFAULT;
