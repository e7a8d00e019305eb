using Paretune.Dashboard.Live;

namespace Paretune.Dashboard.Tests.Live;

public sealed class TrialsByNumberTests
{
    [Fact]
    public void Trials_that_were_begun_in_any_order_stand_by_number_and_are_found()
    {
        var table = TrialsByNumber.Empty.With([Trial(90, 0), Trial(7, 0)]).With([Trial(12, 0)]);

        Assert.Equal([7, 12, 90], table.Select(trial => trial.Number));
        Assert.All([7, 12, 90], number => Assert.Equal(number, table.Find(number)!.Number));
        Assert.All([0, 1, 8, 91], number => Assert.Null(table.Find(number)));
    }

    [Fact]
    public void What_a_reader_holds_stays_as_it_was()
    {
        var before = TrialsByNumber.Empty.With([Trial(1, 0), Trial(2, 0)]);
        var after = before.With([Trial(2, 5)]);

        Assert.Equal([0, 0], before.Select(trial => trial.Epochs));
        Assert.Equal([0, 5], after.Select(trial => trial.Epochs));
    }

    private static TrialView Trial(int number, int epochs) => Charts.Sample.Trial(number) with { Epochs = epochs };
}
