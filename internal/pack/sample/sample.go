// Package sample carries the sample application that asyncport demo ports.
package sample

import (
	_ "embed"

	"github.com/asyncport/asyncport/internal/pack"
)

//go:generate go run ../packdir -o telemetry.zip ../../../testdata/apps/telemetry

//go:embed telemetry.zip
var telemetry []byte

// Unpack writes the application's module below dir, which must exist.
func Unpack(dir string) error { return pack.Unpack(telemetry, dir) }
