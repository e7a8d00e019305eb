using System.Collections.Immutable;
using System.Text.Json;

namespace Paretune.Tuning.Specs;

/// <summary>
/// One value of a search file with its path. Reading returns null if the value was left out, and null and an error if it breaks a rule.
/// </summary>
internal readonly struct Field(JsonElement element, string path, List<ValidationError> errors)
{
    // More values than anyone writes; beyond that, each would be reported as a separate error.
    internal const int LongestList = 1000;

    private const string Empty = "is empty; give a value or remove the line";

    /// <summary>A null in a list or as the whole file counts as left out; a null of a key is an error when it is read.</summary>
    public bool IsGiven => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public bool IsText => element.ValueKind == JsonValueKind.String;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public bool IsEmptyObject => IsObject && !element.EnumerateObject().Any();

    public bool IsList => element.ValueKind == JsonValueKind.Array;

    public bool IsEmptyList => IsList && element.GetArrayLength() == 0;

    /// <summary>The value as a message shows it.</summary>
    public string Got => IsGiven ? JsonText.Describe(element) : "missing";

    public void AddError(string message)
    {
        // "Empty" is enough; "missing" would be a second error for the same mistake.
        var at = path;
        if (!errors.Exists(error => error.Field == at && error.Message == Empty))
            errors.Add(new(path, message));
    }

    public string? Text()
    {
        var text = IsText ? JsonText.Read(element) : null;
        if (IsGiven && text is null)
            AddError($"must be text, but is {JsonText.Describe(element)}{Quoted()}");
        return text;
    }

    // YAML reads 2026 and true as a number and a boolean.
    private string Quoted()
    {
        var kind = element.ValueKind switch
        {
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "a boolean",
            _ => null,
        };
        return kind is null ? "" : $", {kind}; write it in quotes: \"{element.GetRawText()}\"";
    }

    public bool? Flag()
    {
        var kind = element.ValueKind;
        return Read<bool>(_ => kind is JsonValueKind.True or JsonValueKind.False ? kind == JsonValueKind.True : null, "true or false");
    }

    public int? Whole(int min, int max) => (int?)Whole((long)min, max);

    public long? Whole(long min, long max)
    {
        var (from, to) = (min, max);
        return Read<long>(field => field.TryWhole() is { } whole && whole >= from && whole <= to ? whole : null, WholeRule(min, max));
    }

    /// <param name="rule">What <paramref name="isAllowed"/> requires, such as "a number above 0".</param>
    /// <param name="remedy">An alternative to following the rule; null if there is none.</param>
    public double? Number(Func<double, bool> isAllowed, string rule, string? remedy = null) =>
        Read<double>(field => field.TryNumber() is { } number && isAllowed(number) ? number : null, rule, remedy);

    /// <summary>A list without repetitions; a single value counts as a list of one.</summary>
    public ImmutableArray<T>? List<T>(Func<Field, T?> read)
        where T : struct
    {
        if (!IsGiven)
            return null;
        if (element.ValueKind != JsonValueKind.Array)
            return read(this) is { } only ? [only] : null;
        if (element.GetArrayLength() is 0 or > LongestList)
        {
            AddError($"must have 1 to {LongestList} values, but has {element.GetArrayLength()}; "
                + (element.GetArrayLength() == 0 ? "list at least one" : "shorten the list"));
            return null;
        }

        return Items(read);
    }

    /// <summary>An object that has nothing.</summary>
    public Fields None => new(default, path, errors, []);

    /// <summary>The members of an object with arbitrary names, each once; none if it was left out.</summary>
    public IEnumerable<(string Name, Field Field)> Members()
    {
        if (!IsGiven)
            return [];
        if (!IsObject)
            AddError($"must be an object, but is {Got}");
        var (at, found) = (path, errors);
        return !IsObject ? [] :
        [
            .. from one in element.EnumerateObject().DistinctBy(JsonText.NameOf)
               let name = JsonText.NameOf(one) ?? "\uFFFD"
               let field = new Field(one.Value, $"{at}.{Spelling.Shortened(name)}", found)
               where field.HasValue()
               select (name, field),
        ];
    }

    /// <summary>Whether a key has a value. An empty one is an error, because it would be taken for a missing key.</summary>
    public bool HasValue()
    {
        if (element.ValueKind != JsonValueKind.Null)
            return true;
        AddError(Empty);
        return false;
    }

    /// <summary>The items of a list, of any type; none if it is not a list. An empty or too long list is an error.</summary>
    public IReadOnlyList<Field> Elements()
    {
        if (!IsList)
            return [];
        if (element.GetArrayLength() is 0 or > LongestList)
            AddError($"must have 1 to {LongestList} values, but has {element.GetArrayLength()}");
        var (at, found) = (path, errors);
        return [.. element.EnumerateArray().Take(LongestList).Select((item, i) => new Field(item, $"{at}[{i}]", found))];
    }

    /// <summary>The fields of an object; unknown and duplicate keys are errors.</summary>
    public Fields Object(ImmutableArray<string> keys) => new(element, path, errors, keys);

    private ImmutableArray<T>? Items<T>(Func<Field, T?> read)
        where T : struct
    {
        var before = errors.Count;
        var first = new Dictionary<T, int>();
        foreach (var (i, item) in element.EnumerateArray().Index())
        {
            var field = new Field(item, $"{path}[{i}]", errors);
            if (!field.IsGiven)
                field.AddError("must be a value, but is null; remove it");
            else if (read(field) is { } value && !first.TryAdd(value, i))
                field.AddError($"must not be repeated, but {JsonText.Describe(item)} is also {path}[{first[value]}]; remove one");
        }

        return errors.Count == before ? [.. first.Keys] : null;
    }

    private T? Read<T>(Func<Field, T?> read, string rule, string? remedy = null)
        where T : struct
    {
        var value = IsGiven ? read(this) : null;
        if (IsGiven && value is null)
            AddError($"must be {rule}, but is {JsonText.Describe(element)}{(remedy is null ? "" : $"; {remedy}")}");
        return value;
    }

    private double? TryNumber() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    private long? TryWhole()
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var whole))
            return whole;

        // 12.0 and 1e3 are whole as well, as far as a double is exact.
        return TryNumber() is { } number && Math.Abs(number) < 1L << 53 && number == Math.Truncate(number) ? (long)number : null;
    }

    private static string WholeRule(long min, long max) =>
        (min, max) is (long.MinValue, long.MaxValue) ? "a whole number of at most 64 bits"
        : max == long.MaxValue ? $"a whole number, at least {min}"
        : $"a whole number from {min} to {max}";
}
