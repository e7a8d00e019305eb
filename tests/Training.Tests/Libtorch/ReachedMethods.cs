using System.Reflection;
using System.Reflection.Emit;
using TorchSharp;

namespace Paretune.Training.Tests.Libtorch;

/// <summary>
/// The methods of an assembly and those of TorchSharp that it can reach. A virtual call reaches the overrides of all types that are created
/// (rapid type analysis, Bacon and Sweeney 1996), matched by name and number of parameters; explicit implementations of interfaces are not
/// followed.
/// </summary>
internal sealed class ReachedMethods
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly HashSet<Assembly> _assemblies;
    private readonly HashSet<MethodBase> _except;
    private readonly Dictionary<MethodBase, MethodBase?> _reached = [];
    private readonly HashSet<Type> _created = [];
    private readonly HashSet<MethodInfo> _virtual = [];
    private readonly Queue<MethodBase> _queue = [];

    private ReachedMethods(Assembly assembly, IEnumerable<MethodBase> except) =>
        (_assemblies, _except) = ([assembly, typeof(torch).Assembly], [.. except]);

    /// <param name="except">Methods that are not called, although a type with them is created.</param>
    /// <returns>Each method with the one that it was first reached from; null for the assembly's own.</returns>
    public static IReadOnlyDictionary<MethodBase, MethodBase?> From(Assembly assembly, IEnumerable<MethodBase> except)
    {
        var methods = new ReachedMethods(assembly, except);
        foreach (var type in assembly.GetTypes())
            foreach (var method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
                methods.Reach(method, from: null);
        methods.Follow();
        return methods._reached;
    }

    private void Follow()
    {
        while (_queue.TryDequeue(out var method))
            foreach (var (code, called) in IlCode.Read(method))
            {
                if (called is null)
                    continue;
                Reach(called, method);
                if (code == OpCodes.Newobj)
                    Create(Definition(called.DeclaringType!), method);
                else if (called is MethodInfo { IsVirtual: true } one && one.DeclaringType != typeof(object))
                    Call((MethodInfo)Definition(one), method);
            }
    }

    private void Reach(MethodBase method, MethodBase? from)
    {
        method = Definition(method);
        if (_assemblies.Contains(method.Module.Assembly) && !_except.Contains(method) && _reached.TryAdd(method, from))
            _queue.Enqueue(method);
    }

    private void Create(Type type, MethodBase from)
    {
        if (_assemblies.Contains(type.Assembly) && _created.Add(type))
            foreach (var method in _virtual)
                Override(method, type, from);
    }

    private void Call(MethodInfo method, MethodBase from)
    {
        if (_virtual.Add(method))
            foreach (var type in _created)
                Override(method, type, from);
    }

    private void Override(MethodInfo method, Type type, MethodBase from)
    {
        Type[] bases = [.. Bases(type)];
        if (!bases.Select(Definition).Concat(type.GetInterfaces().Select(Definition)).Contains(method.DeclaringType))
            return;
        var most = bases.SelectMany(one => one.GetMethods(Declared)).FirstOrDefault(one =>
            one.IsVirtual && one.Name == method.Name && one.GetParameters().Length == method.GetParameters().Length);
        if (most is not null)
            Reach(most, from);
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var at = type; at is not null && at != typeof(object); at = at.BaseType)
            yield return at;
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static MethodBase Definition(MethodBase method) =>
        method.DeclaringType is { IsGenericType: true } || method.IsGenericMethod
            ? method.Module.ResolveMethod(method.MetadataToken)! : method;
}
