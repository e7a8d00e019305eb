using System.Reflection;
using Paretune.Training.Libtorch;
using TorchSharp;
using TorchSharp.Modules;

namespace Paretune.Training.Tests.Libtorch;

/// <summary>
/// Finds temporary scalars in the code that training can reach, TorchSharp's own included: the garbage collector may free one while
/// libtorch reads it, which ends an attempt or changes a number.
/// </summary>
public sealed class TemporaryScalarTests
{
    // Layer.Forward computes norms itself.
    private static readonly MethodInfo[] NotCalled = [typeof(BatchNorm).GetMethod(nameof(BatchNorm.forward), [typeof(torch.Tensor)])!];

    [Fact]
    public void Training_keeps_the_scalars_that_libtorch_reads()
    {
        var reached = ReachedMethods.From(typeof(KeptScalar).Assembly, NotCalled);

        var found = reached.Where(CreatesTemporaryScalar).Select(Name).Order();

        Assert.Equal([], found);
        Assert.Contains("Tensor.add_", reached.Select(Name));
        Assert.Contains("SGD.step", reached.Select(Name));
    }

    [Fact]
    public void Temporary_scalars_are_found() =>
        Assert.True(CreatesTemporaryScalar(((Func<torch.Tensor, torch.Tensor>)(tensor => tensor.mul(2))).Method)
            && CreatesTemporaryScalar(((Func<torch.Tensor, torch.Tensor>)(tensor => tensor.mul(2.ToScalar()))).Method));

    // A scalar is temporary unless it is stored at once.
    private static bool CreatesTemporaryScalar(MethodBase method)
    {
        if (method.DeclaringType == typeof(Scalar) || method.DeclaringType == typeof(ScalarExtensionMethods))
            return false;
        var code = IlCode.Read(method).ToArray();
        return code.Index().Any(one =>
            one.Item.Called is { } called && (called.DeclaringType == typeof(Scalar) && called.Name == "op_Implicit"
                || called.Name == nameof(ScalarExtensionMethods.ToScalar))
            && !code[one.Index + 1].Code.Name!.StartsWith("st", StringComparison.Ordinal));
    }

    private static string Name(MethodBase method) => $"{method.DeclaringType?.Name}.{method.Name}";
}
