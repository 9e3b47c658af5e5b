package ledger_test

func childOfFullDisk() bool { return false }
