//go:build !race

package agent

// raceEnabled says whether the tests run under the race detector.
const raceEnabled = false
