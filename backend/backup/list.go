package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"relevo/backend/ledger"
)

const (
	// listFile describes a backup. It is written last: a folder without it is no backup.
	listFile = "backup.json"
	// format grows when a backup could no longer be read by what came before.
	format = 1
)

// list is what a backup says of itself.
type list struct {
	Format int       `json:"format"`
	Began  time.Time `json:"began"`  // every event that was acknowledged before is in it
	Epoch  string    `json:"epoch"`  // of the log that was copied
	Schema int64     `json:"schema"` // of its database
	Events int64     `json:"events"`
	Files  []File    `json:"files"`
}

// File is one file of a backup.
type File struct {
	Name   string `json:"name"` // its path within the folder, with slashes
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// digest reads a file of a folder through.
func digest(dir, name string) (File, error) {
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	h := sha256.New()
	size, err := io.Copy(h, f)
	return File{Name: name, Size: size, SHA256: hex.EncodeToString(h.Sum(nil))}, err
}

// readList reads what a backup says of itself.
func readList(dir string) (list, error) {
	b, err := os.ReadFile(filepath.Join(dir, listFile))
	if errors.Is(err, fs.ErrNotExist) {
		return list{}, fmt.Errorf("%s is no backup: it has no %s", dir, listFile)
	}
	if err != nil {
		return list{}, fmt.Errorf("read the backup's list: %w", err)
	}
	var l list
	if err := json.Unmarshal(b, &l); err != nil {
		return list{}, fmt.Errorf("read the backup's list: %w", err)
	}
	if l.Format > format {
		return list{}, fmt.Errorf("the backup has format %d, but this program knows %d: %w", l.Format, format, ledger.ErrNewer)
	}
	return l, nil
}

// writeList writes what a backup says of itself.
func writeList(dir string, l list) error {
	b, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return err
	}
	return write(filepath.Join(dir, listFile), func(f *os.File) error {
		_, err := f.Write(append(b, '\n'))
		return err
	})
}

// copyFile copies one file from folder to folder, closed to others and durable.
func copyFile(from, to, name string) error {
	source, err := os.Open(filepath.Join(from, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	defer source.Close()
	target := filepath.Join(to, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return err
	}
	return write(target, func(f *os.File) error {
		_, err := io.Copy(f, source)
		return err
	})
}

// write makes a file that is closed to others and durable when it is done.
func write(path string, fill func(*os.File) error) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(fill(f), f.Sync(), f.Close())
}

// syncAll makes a folder's names durable, and those of the folders in it.
func syncAll(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return syncDir(path)
	})
}

// syncDir makes the names in one folder durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
