using Paretune.Tuning.Simulation;

namespace Paretune.Tuning.Tests.Simulation;

public sealed class BudgetInvariantsTests
{
    [Theory]
    [InlineData(40L, null, null), InlineData(null, 0.3, null), InlineData(null, null, 0.05)]
    public void A_spent_budget_that_the_ledger_does_not_say_is_found(long? epochs, double? share, double? hours)
    {
        var budget = new Budget(Trials: null, epochs, share, hours);
        var truth = new CurveModel(candidates: 30, epochs: 9, seed: 3);
        var run = Simulator.Run(SimulatorTests.Spec(truth) with { Budget = budget }, truth, SimulationOptions.Workers(5));

        var broken = BudgetInvariants.Broken(run with { Entries = [.. run.Entries.Where(entry => entry is not BudgetSpent)] });

        Assert.Empty(BudgetInvariants.Broken(run));
        Assert.Contains("but the ledger does not say so", Assert.Single(broken), StringComparison.Ordinal);
    }
}
