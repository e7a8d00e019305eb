namespace Paretune;

/// <summary>How the learning rate changes over the steps of a trial after warm-up.</summary>
public enum Schedule
{
    /// <summary>Stays at the configured rate.</summary>
    Constant,

    /// <summary>Decays to 1 % of the configured rate along half a cosine.</summary>
    Cosine,

    /// <summary>Rises from 1/25 of the configured rate over the warm-up, then decays linearly to almost zero.</summary>
    OneCycle,

    /// <summary>A tenth of the configured rate after half of the steps, a hundredth after three quarters.</summary>
    Step,
}

/// <summary>The augmentations of training images, in any combination.</summary>
[Flags]
public enum Augmentation
{
    None = 0,

    /// <summary>Mirrors an image left to right with probability ½. Wrong for arrows, digits and letters.</summary>
    Flip = 1,

    /// <summary>Takes a random crop of the original size out of the image padded by an eighth.</summary>
    Crop = 2,

    /// <summary>Greys out a random square.</summary>
    Cutout = 4,
}

/// <summary>The optimizer.</summary>
public enum OptimizerKind
{
    /// <summary>Adam, with weight decay as an L2 penalty in the gradient.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay.</summary>
    Adamw,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,
}

/// <summary>The training recipe apart from learning rate, weight decay and batch size.</summary>
/// <param name="Warmup">Share of all steps over which the learning rate rises, 0 to below 1.</param>
/// <param name="LabelSmoothing">Share of the target that is spread over all classes, 0 to below 1.</param>
/// <param name="Momentum">Momentum of <see cref="OptimizerKind.Sgd"/>, 0 to below 1; not used by other optimizers.</param>
/// <param name="Ema">Decay per step of the moving average of the weights, which is evaluated instead of the weights; 0 for none.</param>
/// <param name="Progressive">Share of the epochs, from the first, that train on images of two thirds of the side; 0 for none.</param>
[GenerateSerializer, Immutable, Alias("Paretune.RecipeOptions")]
public sealed record RecipeOptions(
    [property: Id(0)] Schedule Schedule,
    [property: Id(1)] double Warmup,
    [property: Id(2)] Augmentation Augmentation,
    [property: Id(3)] double LabelSmoothing,
    [property: Id(4)] OptimizerKind Optimizer,
    [property: Id(5)] double Momentum,
    [property: Id(6)] double Ema,
    [property: Id(7)] double Progressive = 0)
{
    /// <summary>The recipe of every search from before recipes: a configuration without a recipe is trained by it.</summary>
    public static RecipeOptions Former { get; } =
        new(Schedule.Cosine, 0.05, Augmentation.Flip | Augmentation.Crop, 0, OptimizerKind.Adam, 0, 0);

    /// <summary>Returns the value of one of <see cref="HyperparameterNames.Recipe"/>; null for any other name.</summary>
    public HyperparameterValue? this[string name] => name switch
    {
        HyperparameterNames.Schedule => RecipeWords.Format(Schedule),
        HyperparameterNames.Warmup => Warmup,
        HyperparameterNames.Augmentation => RecipeWords.Format(Augmentation),
        HyperparameterNames.LabelSmoothing => LabelSmoothing,
        HyperparameterNames.Optimizer => RecipeWords.Format(Optimizer),
        HyperparameterNames.Momentum => Momentum,
        HyperparameterNames.Ema => Ema,
        HyperparameterNames.Progressive => Progressive,
        _ => null,
    };

    /// <summary>Creates a recipe from values by name; null if none of the values belongs to a recipe.</summary>
    /// <param name="names">The names that belong to the recipe. Missing values are as in <see cref="Former"/>.</param>
    internal static RecipeOptions? Create(
        IReadOnlyDictionary<string, HyperparameterValue> values, IReadOnlyCollection<string> names)
    {
        if (!names.Any(values.ContainsKey))
            return null;
        return new(
            RecipeWords.Parse<Schedule>(Get(HyperparameterNames.Schedule).Word!), Get(HyperparameterNames.Warmup).Number,
            RecipeWords.Augmentation(Get(HyperparameterNames.Augmentation).Word!), Get(HyperparameterNames.LabelSmoothing).Number,
            RecipeWords.Parse<OptimizerKind>(Get(HyperparameterNames.Optimizer).Word!), Get(HyperparameterNames.Momentum).Number,
            Get(HyperparameterNames.Ema).Number, Get(HyperparameterNames.Progressive).Number);

        HyperparameterValue Get(string name) =>
            names.Contains(name) && values.TryGetValue(name, out var value) ? value : Former[name]!.Value;
    }
}
