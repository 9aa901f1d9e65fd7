package sample

import (
	"testing"

	"github.com/asyncport/asyncport/internal/pack"
)

func TestPackIsCurrent(t *testing.T) {
	if err := pack.Current(telemetry, "../../../testdata/apps/telemetry", pack.Options{}); err != nil {
		t.Error(err)
	}
}
