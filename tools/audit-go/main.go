// Command audit-go checks an exported audit log, and proofs of single events, with other people's code: the notes and the
// tree are those of golang.org/x/mod/sumdb, which checks Go's own modules. docs/verify-the-log.md says how to run it.
//
//	audit-go VERIFIER-KEY EXPORT-DIRECTORY [PROOF-FILE ...]
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error) {
	if err != nil {
		fmt.Println("FAULT:", err)
		os.Exit(1)
	}
}

func tilePath(dir, level string, t tlog.Tile) string {
	t.L = -1 // its Path says "data" for a level, and the height, which tlog-tiles leaves out
	return filepath.Join(dir, strings.Replace(t.Path(), "tile/8/data", "tile/"+level, 1))
}

func openTree(signed []byte, vkey string) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	check(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	check(err)
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	if origin != verifier.Name() {
		check(fmt.Errorf("the checkpoint is of another log: %s", origin))
	}
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + rest)) // the same three lines, but for the first
	check(err)
	return tree
}

func checkExport(dir, vkey string) {
	signed, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	check(err)
	tree, stored := openTree(signed, vkey), []tlog.Hash{}
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			if index >= int64(len(stored)) {
				return nil, fmt.Errorf("entries are missing")
			}
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	for _, t := range tlog.NewTiles(8, 0, tree.N) {
		if int64(t.W) != 256 && int64(t.W) != (tree.N>>uint(8*t.L))%256 {
			continue // a narrower form of the same tile
		}
		if t.L == 0 {
			bundle, err := os.ReadFile(tilePath(dir, "entries", t))
			check(err)
			for n := t.N * 256; len(bundle) > 1; n++ {
				end := 2 + int(binary.BigEndian.Uint16(bundle))
				if end > len(bundle) {
					check(fmt.Errorf("entry %d is cut off", n))
				}
				hashes, err := tlog.StoredHashesForRecordHash(n, tlog.RecordHash(bundle[2:end]), reader)
				check(err)
				stored, bundle = append(stored, hashes...), bundle[end:]
			}
		}
		tile, err := os.ReadFile(tilePath(dir, fmt.Sprint(t.L), t))
		check(err)
		if computed, err := tlog.ReadTileData(t, reader); err != nil || !bytes.Equal(computed, tile) {
			check(fmt.Errorf("tile %d of level %d is not that of the entries", t.N, t.L))
		}
	}
	root, err := tlog.TreeHash(tree.N, reader)
	check(err)
	if root != tree.Hash || int64(len(stored)) != tlog.StoredHashCount(tree.N) {
		check(fmt.Errorf("the root of the entries is %v, and what is signed is %v", root, tree.Hash))
	}
	fmt.Printf("%d entries, root %v: signed\n", tree.N, root)
}

func checkProof(file, vkey string) {
	text, err := os.ReadFile(file)
	check(err)
	head, signed, _ := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	var index int64
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		check(fmt.Errorf("%s is no proof", file))
	}
	leaf, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	check(err)
	_, err = fmt.Sscanf(lines[2], "index %d", &index)
	check(err)
	proof := tlog.RecordProof{}
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		check(err)
		proof = append(proof, hash)
	}
	tree := openTree([]byte(signed), vkey)
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)))
	fmt.Printf("leaf %d of %d: proved\n%s", index, tree.N, leaf)
}

func main() {
	if len(os.Args) < 3 {
		check(fmt.Errorf("usage: audit-go VERIFIER-KEY EXPORT-DIRECTORY [PROOF-FILE ...]"))
	}
	checkExport(os.Args[2], os.Args[1])
	for _, file := range os.Args[3:] {
		checkProof(file, os.Args[1])
	}
}
