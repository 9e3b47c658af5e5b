package auth

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// keyFile is the signing key's name in the data folder.
const keyFile = "signing.key"

// LoadKey reads the signing key of a data folder, or makes one there that only its owner can read.
func LoadKey(dir string) ([]byte, error) {
	path := filepath.Join(dir, keyFile)
	written, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the signing key: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(written)))
	if err != nil || len(key) < keyBytes {
		return nil, fmt.Errorf("%s holds no signing key of at least %d bytes; remove it to have a new one made, which signs everybody out", path, keyBytes)
	}
	return key, nil
}

// makeKey writes a fresh key beside its place and moves it there, so that a crash leaves all of it or nothing.
func makeKey(path string) ([]byte, error) {
	key := make([]byte, keyBytes)
	_, _ = rand.Read(key) // never fails
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make the signing key: %w", err)
	}
	_, err = f.WriteString(hex.EncodeToString(key) + "\n")
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err == nil { // before anybody has a token that it signed
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		return nil, fmt.Errorf("make the signing key: %w", err)
	}
	return key, nil
}

// syncDir has a folder's names on the disk.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
