using System.Reflection;
using Paretune.Training.Libtorch;
using TorchSharp;
using TorchSharp.Modules;

namespace Paretune.Training.Tests.Libtorch;

/// <summary>
/// Finds temporary scalars in the code that training can reach, TorchSharp's own included: the garbage collector may free one while
/// libtorch reads it, which ends an attempt or changes a number. The remedy: <c>using var scalar = value.ToScalar();</c>.
/// </summary>
public sealed class TemporaryScalarTests
{
    private static readonly Assembly Training = typeof(KeptScalar).Assembly;

    // Layer.Forward computes norms itself.
    private static readonly MethodInfo[] NotCalled = [typeof(BatchNorm).GetMethod(nameof(BatchNorm.forward), [typeof(torch.Tensor)])!];

    [Fact]
    public void Training_keeps_the_scalars_that_libtorch_reads() => Assert.Empty(Find(NotCalled));

    [Fact]
    public void Those_in_torchsharp_are_found_with_their_callers() =>
        Assert.Contains("Tensor.add_ called by BatchNorm.forward", Find([]));

    [Fact]
    public void A_scalar_is_kept_in_a_field_or_a_variable_that_is_disposed()
    {
        Assert.True(CreatesTemporaryScalar(MethodOf(tensor => tensor.mul(2))));
        Assert.True(CreatesTemporaryScalar(MethodOf(tensor => tensor.mul(2.ToScalar()))));
        Assert.True(CreatesTemporaryScalar(MethodOf(tensor =>
        {
            var two = 2.ToScalar();
            return tensor.mul(two);
        })));
        Assert.False(CreatesTemporaryScalar(MethodOf(tensor =>
        {
            using var two = 2.ToScalar();
            return tensor.mul(two);
        })));

        static MethodInfo MethodOf(Func<torch.Tensor, torch.Tensor> code) => code.Method;
    }

    private static IEnumerable<string> Find(IEnumerable<MethodBase> except) => ReachedMethods.From(Training, except)
        .Where(reached => CreatesTemporaryScalar(reached.Key))
        .Select(reached => reached.Value is { } caller ? $"{Name(reached.Key)} called by {Name(caller)}" : Name(reached.Key));

    private static bool CreatesTemporaryScalar(MethodBase method)
    {
        if (method.DeclaringType == typeof(Scalar) || method.DeclaringType == typeof(ScalarExtensionMethods))
            return false;
        var code = IlCode.Read(method).ToArray();
        var after = code.Index().Where(one => IsConversion(one.Item.Called)).Select(one => code[one.Index + 1].Code.Name!).ToArray();
        var variables = after.Count(name => name.StartsWith("stloc", StringComparison.Ordinal));
        var fields = after.Count(name => name is "stfld" or "stsfld");
        return variables + fields < after.Length || variables > code.Count(one => one.Called?.Name == nameof(IDisposable.Dispose));
    }

    private static bool IsConversion(MethodBase? called) =>
        called?.DeclaringType == typeof(Scalar) && called.Name == "op_Implicit" || called?.Name == nameof(ScalarExtensionMethods.ToScalar);

    private static string Name(MethodBase method) => $"{method.DeclaringType?.Name}.{method.Name}";
}
