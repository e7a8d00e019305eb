using System.Collections.Immutable;

namespace Paretune;

/// <summary>Converts the choices of a recipe to and from the words of a search file.</summary>
public static class RecipeWords
{
    private const string None = "none";
    private const char And = '+';

    private static readonly ImmutableArray<Augmentation> Parts =
        [Paretune.Augmentation.Flip, Paretune.Augmentation.Crop, Paretune.Augmentation.Cutout];

    public static ImmutableArray<string> Schedules { get; } = [.. Enum.GetValues<Schedule>().Select(Format)];

    public static ImmutableArray<string> Optimizers { get; } = [.. Enum.GetValues<OptimizerKind>().Select(Format)];

    /// <summary>All combinations of augmentations, such as "none" and "flip+crop".</summary>
    public static ImmutableArray<string> Augmentations { get; } = [
        .. Enumerable.Range(0, 1 << Parts.Length).Select(set => Format((Augmentation)set))];

    public static string Format(Schedule schedule) => Camel(schedule.ToString());

    public static string Format(OptimizerKind optimizer) => Camel(optimizer.ToString());

    public static string Format(Augmentation set) => set == Paretune.Augmentation.None
        ? None
        : string.Join(And, Parts.Where(part => set.HasFlag(part)).Select(part => Camel(part.ToString())));

    /// <summary>Parses a word.</summary>
    /// <exception cref="ArgumentException">The word is unknown; the reader of searches has already rejected such words.</exception>
    public static T Parse<T>(string word) where T : struct, Enum => Enum.Parse<T>(word, ignoreCase: true);

    /// <inheritdoc cref="Parse"/>
    public static Augmentation Augmentation(string word) =>
        word.Split(And).Select(Parse<Augmentation>).Aggregate((one, other) => one | other);

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
