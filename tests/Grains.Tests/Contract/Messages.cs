using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Paretune.Grains.Tests.Contract;

/// <summary>All messages of Grains.Interfaces, and how they are serialized.</summary>
internal static class Messages
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider()
        .GetRequiredService<Serializer>();

    public static IReadOnlyList<Type> All { get; } =
    [
        .. typeof(SearchId).Assembly.GetTypes()
            .Where(type => type.IsPublic && !type.IsAbstract && type.GetCustomAttribute<GenerateSerializerAttribute>() is not null)
            .OrderBy(type => Alias(type), StringComparer.Ordinal),
    ];

    /// <summary>The calls between processes, as <c>IQueueGrain.Lease(WorkerId, String) Lease</c>.</summary>
    public static IEnumerable<string> Calls =>
        from grain in typeof(SearchId).Assembly.GetTypes()
        where grain.IsInterface && typeof(IGrain).IsAssignableFrom(grain)
        orderby grain.Name
        from method in grain.GetMethods().OrderBy(method => method.Name, StringComparer.Ordinal)
        select $"{Alias(grain)}.{Alias(method)}"
            + $"({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))}) {Name(method.ReturnType)}";

    /// <summary>Returns the alias of a type or member, without that of its base.</summary>
    public static string Alias(MemberInfo named) => named.GetCustomAttribute<AliasAttribute>(inherit: false)!.Alias;

    /// <summary>Returns the first concrete type of an abstraction.</summary>
    public static Type Concrete(Type abstraction) => All.First(abstraction.IsAssignableFrom);

    /// <summary>Returns the properties with an id, and those whose backing fields have one.</summary>
    public static IEnumerable<PropertyInfo> Members(Type type) => type.GetProperties()
        .Where(
            member => member.GetCustomAttribute<IdAttribute>() is not null
                || (member.SetMethod is not null && member.DeclaringType!.GetCustomAttribute<GenerateSerializerAttribute>() is not null));

    public static string Bytes(object message) => Convert.ToHexStringLower(Serializer.SerializeToArray<object>(message));

    public static object Read(string bytes) => Serializer.Deserialize<object>(Convert.FromHexString(bytes))!;

    /// <summary>Returns the members of a message with their values by name, readable for people.</summary>
    public static JsonNode Shown(object message) => message is Exception exception
        ? new JsonObject { ["message"] = exception.Message }
        : JsonSerializer.SerializeToNode(message, message.GetType(), ParetuneJson.Options)!;

    // Messages have the names of their aliases, which stay when a class is renamed.
    private static string Name(Type type) =>
        type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.GetCustomAttribute<AliasAttribute>(inherit: false) is { Alias: var alias } ? alias.Split('.')[^1] : type.Name;
}
