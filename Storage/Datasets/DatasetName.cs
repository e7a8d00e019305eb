using System.Text.RegularExpressions;

namespace Paretune.Storage.Datasets;

/// <summary>Checks datasets' names. A name becomes a folder's name, so only checked names may be joined to a path.</summary>
internal static partial class DatasetName
{
    public const string Shapes = Dataset.BuiltIn;

    public static bool IsValid(string name) => Pattern().IsMatch(name);

    /// <summary>Returns what is wrong with the name for a new dataset; null if nothing is.</summary>
    public static ValidationError? Check(string name) =>
        !IsValid(name)
            ? new(
                "name",
                "a dataset's name must be 1 to 64 lower-case letters, digits and hyphens, beginning with a letter or digit, but is "
                + $"\"{name}\"; choose another")
            : name == Shapes
                ? new("name", $"the name \"{Shapes}\" is that of the built-in dataset; choose another")
                : null;

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,63}\z")]
    private static partial Regex Pattern();
}
