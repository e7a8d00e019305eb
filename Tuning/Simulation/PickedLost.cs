namespace Paretune.Tuning.Simulation;

/// <summary>
/// Points lost where results have noise: at each limit of one cost the candidate that looked best is picked, and judged by what it is in
/// truth. The limits are spread log-uniformly from the cost that a fiftieth of the candidates are within to that of the most accurate one:
/// beyond it a limit changes nothing.
/// </summary>
/// <param name="truth">The accuracy of each candidate.</param>
/// <param name="costs">Of each.</param>
/// <param name="nothing">The accuracy where nothing is within a limit: that of guessing.</param>
public sealed class PickedLost(double[] truth, double[] costs, double nothing)
{
    private const int Limits = 400;
    private const double PointsPerShare = 100;

    private readonly double[] _limits = Spread(truth, costs);

    /// <summary>On average over all limits.</summary>
    /// <param name="seen">Candidates that were tried, with the accuracy that was seen.</param>
    public double Compute(IEnumerable<(int Candidate, double Accuracy)> seen)
    {
        var (picked, best) = (Picked([.. seen]), Picked([.. truth.Select((accuracy, candidate) => (candidate, accuracy))]));
        return PointsPerShare * picked.Zip(best, (mine, most) => Math.Max(0, most - mine)).Average();
    }

    /// <summary>What the pick is in truth, at each limit.</summary>
    private double[] Picked((int Candidate, double Accuracy)[] seen)
    {
        var ascending = seen.OrderBy(one => costs[one.Candidate]).ToList();
        var (picked, pick, at, most) = (new double[Limits], -1, 0, double.NegativeInfinity);
        for (var limit = 0; limit < Limits; limit++)
        {
            for (; at < ascending.Count && costs[ascending[at].Candidate] <= _limits[limit]; at++)
                if (ascending[at].Accuracy > most)
                    (pick, most) = (ascending[at].Candidate, ascending[at].Accuracy);
            picked[limit] = pick < 0 ? nothing : truth[pick];
        }

        return picked;
    }

    private static double[] Spread(double[] truth, double[] costs)
    {
        double[] ascending = [.. costs.Order()];
        var (least, most) = (ascending[ascending.Length / 50], costs[Array.IndexOf(truth, truth.Max())]);
        return [.. Enumerable.Range(0, Limits).Select(limit => least * Math.Pow(most / least, limit / (Limits - 1.0)) * (1 + 1e-12))];
    }
}
