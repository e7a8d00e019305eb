namespace Paretune.Tuning.Specs;

/// <summary>Reads what a search may spend.</summary>
internal static class BudgetReader
{
    public static Budget? Read(Field field)
    {
        if (!field.IsGiven)
            return null;
        var fields = field.Object(["trials", "epochs", "share", "hours"]);
        var budget = new Budget(
            fields["trials"].Whole(1, SpecChecks.MostTrials), fields["epochs"].Whole(1, long.MaxValue),
            fields["share"].Number(share => share is > 0 and <= 1, "a number above 0 and at most 1"),
            fields["hours"].Number(hours => hours > 0, "a number above 0"));
        if (field.IsObject && budget == new Budget() && !fields["trials"].IsGiven && !fields["epochs"].IsGiven && !fields["share"].IsGiven
            && !fields["hours"].IsGiven)
            field.Fault("must hold at least one of trials, epochs, share, hours, but is empty; remove it for a search without a budget");
        return budget;
    }
}
