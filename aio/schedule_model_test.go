//go:build go1.25

package aio_test

import (
	"testing"
	"testing/synctest"

	"github.com/asyncport/asyncport/aio"
)

// Given any order of turns, then the concepts keep their promises: the crowds of the models run under many seeds, each with
// another script. A crowd checks what holds in any order: nothing is lost, nothing is done twice, nobody is in two places.
func TestModelsUnderSchedules(t *testing.T) {
	seeds := uint64(150)
	if testing.Short() {
		seeds = 20
	}
	for _, m := range []struct {
		name  string
		crowd func(t *testing.T, co aio.Context, s *script)
	}{
		{"barrier", barrierCrowd},
		{"cond", condCrowd},
		{"event", eventCrowd},
		{"group", groupCrowd},
		{"mutex", func(t *testing.T, co aio.Context, s *script) { permitCrowd(t, co, s, &mutexPermit{}, 1) }},
		{"semaphore", func(t *testing.T, co aio.Context, s *script) {
			permitCrowd(t, co, s, semaphorePermits{aio.NewSemaphore(5)}, 5)
		}},
		{"queue", queueCrowd},
		{"rwmutex", rwCrowd},
		{"select", selectCrowd},
	} {
		t.Run(m.name, func(t *testing.T) {
			for seed := range seeds {
				script := &script{data: randomBytes(uint32(seed), 30+int(seed%7)*20)}
				synctest.Test(t, func(t *testing.T) {
					err := aio.Run(ctx, func(co aio.Context) error {
						m.crowd(t, co, script)
						return nil
					}, aio.WithSchedule(aio.Schedule{Seed: seed, Settle: synctest.Wait, Stuck: func() {}, Limit: 1_000_000}))
					if err != nil {
						t.Errorf("seed %d: %v", seed, err)
					}
				})
				if t.Failed() {
					t.Fatalf("failed under seed %d", seed)
				}
			}
		})
	}
}
