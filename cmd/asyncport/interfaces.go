package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// interfacesFlag gives a command --interfaces, the policy of the analyzers for
// calls through interfaces. It must be called before other code sets PreRunE.
func interfacesFlag(cmd *cobra.Command) {
	flag := yieldpoint.Analyzer.Flags.Lookup("interfaces")
	policy := cmd.Flags().String("interfaces", flag.DefValue,
		"what an interface call counts as when its target is not known:\n"+
			"nothing (`ignore`), what the catalog declares (declared), or also what\nimplements it (implementations)")
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		if !cmd.Flags().Changed("interfaces") {
			return nil // the configuration's, if it has one
		}
		if err := flag.Value.Set(*policy); err != nil {
			return fmt.Errorf("--interfaces=%s: %w; see %s --help", *policy, err, cmd.CommandPath())
		}
		return nil
	}
}
