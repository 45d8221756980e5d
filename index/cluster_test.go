package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"baotinh/index/opensearch"
)

// clusterIndex returns an empty index in the cluster that BAOTINH_OPENSEARCH names, as http://127.0.0.1:9201.
func clusterIndex(t *testing.T) *Index {
	t.Helper()
	nodes := os.Getenv("BAOTINH_OPENSEARCH")
	if nodes == "" {
		t.Skip("BAOTINH_OPENSEARCH names no cluster to test on")
	}
	o := opensearch.Options{
		Addresses: strings.Split(nodes, ","), Replicas: -1,
		Prefix: fmt.Sprintf("test-%d-%x", os.Getpid(), rand.Uint32()),
	}
	c, err := opensearch.OpenOrCreate(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Delete(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return On(c)
}

// TestAnswersOfAClusterAreThoseOfReadingAllArticles compares everything that a cluster counts and finds.
func TestAnswersOfAClusterAreThoseOfReadingAllArticles(t *testing.T) {
	queries := 300
	if testing.Short() {
		queries = 30
	}
	checkAnswers(t, clusterIndex(t), queries)
}
