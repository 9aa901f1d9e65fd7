package meter

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"example.com/telemetry/internal/retry"
	"example.com/telemetry/sample"
)

// maxBody is the largest answer of a meter that is read, in bytes.
const maxBody = 1 << 20

// HTTP is a meter behind an HTTP endpoint that answers in the text format.
type HTTP struct {
	name   string
	url    string
	client *http.Client
}

// Name implements [Meter].
func (h *HTTP) Name() string { return h.name }

// Read implements [Meter].
func (h *HTTP) Read(ctx context.Context) ([]sample.Sample, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.url, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", h.name, err)
	}
	resp, err := h.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", h.name, err)
	}
	defer resp.Body.Close() //nolint:errcheck // nothing was written

	if resp.StatusCode != http.StatusOK {
		err := fmt.Errorf("%s: unexpected status %s", h.name, resp.Status)
		if resp.StatusCode/100 == 4 {
			err = retry.Permanent(err) // asking again does not help
		}
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", h.name, err)
	}
	return sample.ParseText(h.name, time.Now().UTC(), data)
}
