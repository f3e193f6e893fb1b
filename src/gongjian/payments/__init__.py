"""缴款: notices, bank receipts, instalments, surcharges, enforcement, goods, reconciliation."""
