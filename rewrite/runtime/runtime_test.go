package runtime

import (
	"testing"

	"github.com/asyncport/asyncport/internal/pack"
)

func TestPackIsCurrent(t *testing.T) {
	if err := pack.Current(packed, "../../aio", pack.Options{SkipTests: true}); err != nil {
		t.Error(err)
	}
}
