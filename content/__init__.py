"""The knowledge: packs, search, answers, evidence. No platform, network, database or clock."""
