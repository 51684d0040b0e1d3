// Answer the claims with Go's golang.org/x/mod/sumdb: `go run in_go.go claims.json LOG...`.
//
// Of each LOG, a folder of files, the tile reader that guards Go's own modules reads the leaf
// hashes of the true inclusion claims, and says whether all of it hangs together.
package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Note   string
	Index  int64
	Size   int64
	Leaf   string
	Hashes []string
	Root   string
	Good   bool
}

type consistency struct {
	Old     int64
	New     int64
	OldRoot string `json:"old_root"`
	NewRoot string `json:"new_root"`
	Hashes  []string
}

type claims struct {
	Vkey          string
	Notes         []struct{ Note string }
	Inclusions    []inclusion
	Consistencies []consistency
}

type answers struct {
	Notes         []bool `json:"notes"`
	Inclusions    []bool `json:"inclusions"`
	Consistencies []bool `json:"consistencies"`
	Tiles         []bool `json:"tiles"`
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func hash(text string) tlog.Hash {
	octets, err := hex.DecodeString(text)
	must(err)
	var out tlog.Hash
	copy(out[:], octets)
	return out
}

func hashes(texts []string) []tlog.Hash {
	out := []tlog.Hash{}
	for _, each := range texts {
		out = append(out, hash(each))
	}
	return out
}

func record(claim inclusion) tlog.Hash {
	leaf, err := base64.StdEncoding.DecodeString(claim.Leaf)
	must(err)
	return tlog.RecordHash(leaf)
}

// folder reads tiles of a log that lies on the disk.
type folder string

func (f folder) Height() int { return 8 }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	out := [][]byte{}
	for _, tile := range tiles {
		// Go names the height of a tile in its path, C2SP does not.
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		octets, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		out = append(out, octets)
	}
	return out, nil
}

// hangsTogether tells whether the tiles of a log lead from its leaves to its signed root.
func hangsTogether(log string, verifiers note.Verifiers, claims []inclusion) bool {
	octets, err := os.ReadFile(filepath.Join(log, "checkpoint"))
	must(err)
	signed, err := note.Open(octets, verifiers)
	if err != nil {
		return false
	}
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + strings.SplitN(signed.Text, "\n", 2)[1]))
	must(err)
	reader := tlog.TileHashReader(tree, folder(log))
	for _, claim := range claims {
		if !claim.Good {
			continue
		}
		found, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, claim.Index)})
		if err != nil || found[0] != record(claim) {
			return false
		}
		proof, err := tlog.ProveRecord(tree.N, claim.Index, reader)
		if err != nil || tlog.CheckRecord(proof, tree.N, tree.Hash, claim.Index, record(claim)) != nil {
			return false
		}
	}
	return true
}

func main() {
	octets, err := os.ReadFile(os.Args[1])
	must(err)
	var asked claims
	must(json.Unmarshal(octets, &asked))
	verifier, err := note.NewVerifier(asked.Vkey)
	must(err)
	verifiers := note.VerifierList(verifier)
	var out answers
	for _, each := range asked.Notes {
		_, err := note.Open([]byte(each.Note), verifiers)
		out.Notes = append(out.Notes, err == nil)
	}
	for _, each := range asked.Inclusions {
		err := tlog.CheckRecord(hashes(each.Hashes), each.Size, hash(each.Root), each.Index, record(each))
		out.Inclusions = append(out.Inclusions, err == nil)
	}
	for _, each := range asked.Consistencies {
		err := tlog.CheckTree(hashes(each.Hashes), each.New, hash(each.NewRoot), each.Old, hash(each.OldRoot))
		out.Consistencies = append(out.Consistencies, err == nil)
	}
	for _, log := range os.Args[2:] {
		out.Tiles = append(out.Tiles, hangsTogether(log, verifiers, asked.Inclusions))
	}
	said, err := json.Marshal(out)
	must(err)
	fmt.Println(string(said))
}
