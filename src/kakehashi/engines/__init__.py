"""Pure engines: dataclasses in, a result with its quality out; no Django, database, network or clock."""
