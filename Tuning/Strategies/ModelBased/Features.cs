namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>The features of a trial at a rung.</summary>
/// <param name="LogError">There.</param>
/// <param name="Size">Its log cost: 0 in the middle of the space, with a standard deviation of about 1 over it.</param>
/// <param name="Fell">The decrease of the log error over the last two thirds of the curve; 0 if the rung is too early to tell.</param>
internal readonly record struct Features(double LogError, double Size, double Fell)
{
    /// <summary>Terms of each regression; 0 is the constant. Those of the configuration come after them.</summary>
    public const int Terms = 4;

    /// <summary>See <see cref="ConfigurationTerms"/>; empty if a model does not use it.</summary>
    public double[] Configured { get; init; } = [];

    /// <summary>Whether the trial has learned nothing yet; then neither its error nor the decrease of it is evidence.</summary>
    public bool IsGuessing { get; init; }

    public double this[int term] => term switch { 0 => 1, 1 => LogError, 2 => Size, 3 => Fell, _ => Configured[term - Terms] };
}
