package cache

import "fmt"

// Fixed are labels that are known from the start, by meter. They stand in
// for an inventory.
type Fixed map[string]map[string]string

// Lookup returns the labels of a meter.
func (f Fixed) Lookup(meter string) (map[string]string, error) {
	labels, ok := f[meter]
	if !ok {
		return nil, fmt.Errorf("labels of %s: %w", meter, ErrUnknown)
	}
	return labels, nil
}
