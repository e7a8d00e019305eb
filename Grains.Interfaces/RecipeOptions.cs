namespace Paretune;

/// <summary>How the learning rate goes over the steps of a trial, once it has warmed up.</summary>
public enum Schedule
{
    /// <summary>Stays at the configuration's.</summary>
    Constant,

    /// <summary>Falls to 1 % of it along half a cosine.</summary>
    Cosine,

    /// <summary>Rises from a 25th of it over the warm-up, then falls to nothing in a straight line.</summary>
    OneCycle,

    /// <summary>A tenth of it after half of the steps, a hundredth after three quarters.</summary>
    Step,
}

/// <summary>The augmentations of training images, in any combination.</summary>
[Flags]
public enum Augmentation
{
    None = 0,

    /// <summary>Mirrored left to right in half the cases. Wrong for arrows, digits and letters.</summary>
    Flip = 1,

    /// <summary>A random crop of the same size out of the image with a border of an eighth.</summary>
    Crop = 2,

    /// <summary>A random square is greyed out.</summary>
    Cutout = 4,
}

/// <summary>The rule that turns gradients into steps.</summary>
public enum OptimizerKind
{
    /// <summary>Adam, weight decay as an L2 penalty in the gradient.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay.</summary>
    Adamw,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,
}

/// <summary>The recipe of a training beside learning rate, weight decay and batch size.</summary>
/// <param name="Warmup">Share of all steps over which the learning rate rises, 0 to below 1.</param>
/// <param name="LabelSmoothing">Share of the target that is spread over all classes, 0 to below 1.</param>
/// <param name="Momentum">Of <see cref="OptimizerKind.Sgd"/>, 0 to below 1; the others have none.</param>
/// <param name="Ema">Decay a step of the moving average of the weights that is evaluated in their place; 0 for none.</param>
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
    /// <summary>That of every search before recipes could be chosen: what a configuration without one is trained by.</summary>
    public static RecipeOptions Former { get; } =
        new(Schedule.Cosine, 0.05, Augmentation.Flip | Augmentation.Crop, 0, OptimizerKind.Adam, 0, 0);

    /// <summary>The value of one of <see cref="HyperparameterNames.Recipe"/>; null where the name is none of them.</summary>
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

    /// <summary>The recipe of these values by name; null where none of them is of a recipe.</summary>
    /// <param name="names">Which names are of the recipe; what they leave out is as in <see cref="Former"/>.</param>
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
