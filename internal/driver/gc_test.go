package driver

import "testing"

// TestGarbageIsBounded wants the heap, what is alive and the garbage that gathers
// before the next collection, to be what the constants promise.
func TestGarbageIsBounded(t *testing.T) {
	for _, live := range []uint64{4 << 20, 40 << 20, 100 << 20, 200 << 20, 300 << 20, 600 << 20, 2 << 30} {
		heap := live + live*uint64(gcPercent(live))/100
		limit := max(roomy, live+spare, live*(100+minGOGC)/100)
		if live > roomy {
			limit = max(limit, live+min(most, live*lotGOGC/100))
		}
		if heap > limit {
			t.Errorf("with %d MB alive the heap grows to %d MB, want at most %d", live>>20, heap>>20, limit>>20)
		}
		if live <= roomy/2 && heap < min(live*(100+maxGOGC)/100, roomy*9/10) {
			t.Errorf("with %d MB alive the heap grows to %d MB only", live>>20, heap>>20)
		}
	}
	if got := gcPercent(600 << 20); got != lotGOGC {
		t.Errorf("with 600 MB alive %d%% of garbage gathers, want %d%%", got, lotGOGC)
	}
}
