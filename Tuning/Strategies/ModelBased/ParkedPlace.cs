namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>Where a parked trial is kept.</summary>
/// <param name="seconds">The remaining seconds of its training.</param>
internal sealed class ParkedPlace(FrontTrial trial, ParkedColumns columns, double seconds)
{
    public FrontTrial Trial => trial;

    public ParkedColumns Columns => columns;

    public double Seconds => seconds;

    public int Row { get; set; }

    /// <summary>As of <see cref="ScoreGain.SharesOf"/>; null until it is asked for.</summary>
    public double[]? Shares { get; set; }
}
