namespace Paretune.Tuning.Spaces;

/// <summary>
/// Every configuration of a space, Values come in the order the user gave them; δ turns slowest, then α, ρ, learning rate, weight
/// decay, and batch size fastest.
/// </summary>
internal readonly record struct Grid(Space Space)
{
    /// <summary>How many configurations there are; a double, so that a space that is too big cannot overflow it.</summary>
    public double Count => (double)Space.Dilation.Length * Space.Width.Length * Space.Resolution.Length
        * Space.LearningRate.Length * Space.WeightDecay.Length * Space.BatchSize.Length;

    public IEnumerable<Configuration> Configurations()
    {
        var space = Space;
        return
            from dilation in space.Dilation
            from width in space.Width
            from resolution in space.Resolution
            from learningRate in space.LearningRate
            from weightDecay in space.WeightDecay
            from batchSize in space.BatchSize
            select new Configuration(dilation, width, resolution, learningRate, weightDecay, batchSize);
    }
}
