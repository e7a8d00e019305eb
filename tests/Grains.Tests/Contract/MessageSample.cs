using System.Collections.Immutable;

namespace Paretune.Grains.Tests.Contract;

/// <summary>Creates a message with a distinct value in every member, the same in every run.</summary>
internal static class MessageSample
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <remarks>The alias determines the values, so that a renamed type keeps its sample.</remarks>
    public static object Create(Type type) => Value(type, Messages.Alias(type).Split('.')[^1]);

    /// <param name="path">The path of the value, which alone determines it, so that a new member changes no other value.</param>
    private static object Value(Type type, string path)
    {
        var seed = Seed(path);
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Value(underlying, path);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(1 + seed % (Enum.GetValues(type).Length - 1))!;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            return Two(type.GetGenericArguments()[0], path);
        // This dictionary must have all these keys; the keys of other dictionaries are free.
        if (type == typeof(ImmutableSortedDictionary<string, Domain>) && path.EndsWith(nameof(Subspace.Domains), StringComparison.Ordinal))
            return HyperparameterNames.Common.ToImmutableSortedDictionary(
                name => name, name => (Domain)Value(typeof(Domain), $"{path}.{name}"));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>))
            return Named(type.GetGenericArguments()[1], path);
        return type == typeof(string) ? $"{path} {seed}"
            : type == typeof(int) ? seed
            : type == typeof(long) ? 10_000_000_000L + seed
            : type == typeof(double) ? seed / 8.0
            : type == typeof(bool) ? true
            : type == typeof(DateTimeOffset) ? Start.AddSeconds(seed)
            : type.IsAbstract ? Value(Messages.Concrete(type), path)
            : Made(type, path);
    }

    private static object Made(Type type, string path)
    {
        var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length);
        var message = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke(
                [.. constructor.GetParameters().Select(parameter => Value(parameter.ParameterType, $"{path}.{parameter.Name}"))]);
        foreach (var member in Messages.Members(type).Where(member => member.SetMethod is not null))
            member.SetValue(message, Value(member.PropertyType, $"{path}.{member.Name}"));
        return message;
    }

    private static object Named(Type value, string path)
    {
        var build = typeof(ImmutableSortedDictionary<,>).MakeGenericType(typeof(string), value);
        var empty = build.GetField(nameof(ImmutableSortedDictionary<,>.Empty))!.GetValue(null);
        return build.GetMethod(nameof(ImmutableSortedDictionary<,>.Add))!.Invoke(empty, [$"{path}.name", Value(value, $"{path}.value")])!;
    }

    private static object Two(Type element, string path)
    {
        var array = Array.CreateInstance(element, 2);
        for (var index = 0; index < array.Length; index++)
            array.SetValue(Value(element, $"{path}[{index}]"), index);
        return typeof(ImmutableArray).GetMethods().Single(method => method.Name == nameof(ImmutableArray.ToImmutableArray)
                && method.GetParameters() is [{ ParameterType: { IsGenericType: true } source }]
                && source.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .MakeGenericMethod(element).Invoke(null, [array])!;
    }

    /// <summary>Hashes a text to 1 to 1000. .NET's own string hashes differ from run to run.</summary>
    private static int Seed(string text) => 1 + (int)(text.Aggregate(2166136261u, (hash, letter) => (hash ^ letter) * 16777619u) % 1000);
}
