"""Cases under 治安管理处罚法: their own rows, rules and papers, beside those of every case."""
