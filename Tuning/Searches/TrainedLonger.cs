using System.Globalization;

namespace Paretune.Tuning.Searches;

/// <summary>Says that members of a front were trained longer than the others, so that they are not compared by mistake.</summary>
internal static class TrainedLonger
{
    /// <summary>The optimum, with a note in its reason if this is the case.</summary>
    /// <param name="front">The members.</param>
    public static Optimum? AddTo(Optimum? optimum, IEnumerable<TrialRecord> front)
    {
        var longer = front.Where(trial => trial.WasTrainedFurther).OrderBy(trial => trial.Number).ToList();
        return optimum is null || longer.Count == 0 ? optimum
            : optimum with { Reason = $"{optimum.Reason}; on the front, {string.Join(" and ", longer.Select(Text))}" };
    }

    private static string Text(TrialRecord trial) => string.Create(
        CultureInfo.InvariantCulture, $"trial {trial.Number} was trained for {trial.View(true).Epochs} epochs, not {trial.Extensions[0]}");
}
