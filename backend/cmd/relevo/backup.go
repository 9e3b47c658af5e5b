package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relevo/backend/backup"
)

// makeBackup copies a data folder, also while a server works on it.
func makeBackup(ctx context.Context, args []string, to streams) error {
	var o options
	fs := newFlags("backup", "FOLDER ")
	o.dataFlag(fs)
	folders, err := parse(fs, args, to.out)
	if err != nil {
		return err
	}
	if len(folders) != 1 {
		return usageError{errors.New("backup takes one folder, which it makes")}
	}
	began := time.Now()
	made, err := backup.Make(ctx, o.data, folders[0], sayTo(to))
	if err != nil {
		return err
	}
	for _, f := range made.Files {
		fmt.Fprintf(to.out, "%s, %s\n", f.Name, sized(f.Size))
	}
	fmt.Fprintf(to.out, "integrity_check=ok, no gap in the order, the audit chain holds: %d events\n", made.Events)
	fmt.Fprintf(to.out, "backed up to %s in %v\n", folders[0], time.Since(began).Round(time.Millisecond))
	return nil
}

// restoreBackup makes a data folder of a backup.
func restoreBackup(ctx context.Context, args []string, to streams) error {
	var o options
	fs := newFlags("restore", "FOLDER ")
	o.dataFlag(fs)
	folders, err := parse(fs, args, to.out)
	if err != nil {
		return err
	}
	if len(folders) != 1 {
		return usageError{errors.New("restore takes one folder, which backup made")}
	}
	began := time.Now()
	restored, err := backup.Restore(ctx, folders[0], o.data, sayTo(to))
	if err != nil {
		return err
	}
	fmt.Fprintf(to.out, "integrity_check=ok, no gap in the order, the audit chain holds: %d events\n", restored.Events)
	fmt.Fprintf(to.out, "restored to %s in %v, files: %d; the log's epoch is now %s\n", o.data, time.Since(began).Round(time.Millisecond), restored.Files, restored.Epoch)
	return nil
}

func sayTo(to streams) func(string) {
	return func(line string) { fmt.Fprintln(to.out, line) }
}

// sized says a size as people do.
func sized(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d bytes", n)
}
