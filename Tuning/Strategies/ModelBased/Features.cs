namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>What a trial is like at a rung.</summary>
/// <param name="LogError">There.</param>
/// <param name="Size">Its log cost: 0 in the middle of the space, with a standard deviation of about 1 over it.</param>
/// <param name="Fell">How far the log error fell over the last two thirds of the curve; 0 where the rung comes too early to say.</param>
internal readonly record struct Features(double LogError, double Size, double Fell)
{
    /// <summary>Terms of each regression; 0 is the constant. Those of the configuration come after them.</summary>
    public const int Terms = 4;

    /// <summary>As of <see cref="ConfigurationTerms"/>; empty where a model does not look at it.</summary>
    public double[] Configured { get; init; } = [];

    /// <summary>Whether the trial has learned nothing yet: then neither its error nor how far that fell is evidence.</summary>
    public bool IsGuessing { get; init; }

    public double this[int term] => term switch { 0 => 1, 1 => LogError, 2 => Size, 3 => Fell, _ => Configured[term - Terms] };
}
