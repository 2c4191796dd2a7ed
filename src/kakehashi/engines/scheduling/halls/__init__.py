"""Which hall is each meeting in, so that everyone is in time and few people change halls?"""
