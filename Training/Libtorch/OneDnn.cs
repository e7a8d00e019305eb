using System.Runtime.Intrinsics.X86;
using Paretune.Models.Running;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Libtorch;

/// <summary>
/// Works around errors of oneDNN, which computes libtorch's convolutions on a CPU. On a virtual machine that reports no caches (an AMD EPYC
/// of family 26, libtorch 2.10 with oneDNN 3.7.1, 2026-11-27), its AVX2 and AVX-512 kernels computed some convolutions with errors of 40 to
/// 80 %; its AVX kernels were correct.
/// </summary>
internal static class OneDnn
{
    /// <summary>The environment variable with the newest instruction set that oneDNN may use. oneDNN reads it on first use.</summary>
    public const string Variable = "ONEDNN_MAX_CPU_ISA";

    public const string Sound = "AVX";

    private const string Caches = "/sys/devices/system/cpu/cpu0/cache";

    private const int AmxBits = 1 << 22 | 1 << 24;

    // Rounding errors are below 1e-6; the wrong results were off by a third and more.
    private const double Tolerance = 1e-3;

    /// <summary>
    /// Whether convolutions of bfloat16 are computed by the processor's matrix unit (AMX: Xeons since 2023), unless the user or
    /// <see cref="LimitWhereCachesAreUnknown"/> limited oneDNN to older instructions.
    /// </summary>
    public static bool HasBfloat16Products =>
        (Environment.GetEnvironmentVariable(Variable)?.Contains("AMX", StringComparison.OrdinalIgnoreCase) ?? true) && HasAmx();

    /// <summary>Limits oneDNN to AVX if the machine reports no caches, unless the user set a limit.</summary>
    /// <returns>Whether a limit was set.</returns>
    public static bool LimitWhereCachesAreUnknown()
    {
        if (!OperatingSystem.IsLinux() || Directory.Exists(Caches) || Environment.GetEnvironmentVariable(Variable) is not null)
            return false;
        NativeEnvironment.SetDefault(Variable, Sound);
        return true;
    }

    /// <summary>Compares convolutions that were wrong on such a machine with double precision, which does not use oneDNN.</summary>
    /// <exception cref="LibtorchLoadException">A difference is larger than rounding.</exception>
    public static void Check()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (inputs, outputs, kernel, stride, side, groups) in Shapes)
        {
            var (x, w) = (Waves(4, inputs, side, side), Waves(outputs, inputs / groups, kernel, kernel));
            foreach (var isLast in (bool[])[false, true])
                if (Error(isLast ? Last(x) : x, isLast ? Last(w) : w, kernel / 2, stride, groups) is var error and not < Tolerance)
                    throw new LibtorchLoadException(FormattableString.Invariant(
                        $"libtorch computes wrong results on this processor: a {kernel}×{kernel} convolution of {inputs} to {outputs} ")
                        + FormattableString.Invariant($"channels is off by {100 * error:0} %. Set {Variable}={Sound} and start again"));
        }
    }

    // Leaf 7 of CPUID: bit 22 of EDX means AMX-BF16, bit 24 AMX-TILE (Intel's manual, volume 2A).
    private static bool HasAmx() => X86Base.IsSupported && (X86Base.CpuId(7, 0).Edx & AmxBits) == AmxBits;

    // Layer shapes of googlenet, resnet18 and shufflenet.
    private static readonly (int Inputs, int Outputs, int Kernel, int Stride, int Side, int Groups)[] Shapes =
        [
            (24, 64, 5, 1, 2, 1), (512, 112, 1, 1, 2, 1), (256, 512, 1, 2, 2, 1), (60, 240, 1, 1, 4, 3), (96, 208, 3, 1, 2, 1),
            (16, 48, 5, 1, 2, 1),
        ];

    private static double Error(Tensor x, Tensor w, int padding, int stride, int groups)
    {
        var found = nn.functional.conv2d(x, w, strides: [stride, stride], padding: [padding, padding], groups: groups);
        var exact = nn.functional.conv2d(
            x.to(ScalarType.Float64), w.to(ScalarType.Float64), strides: [stride, stride], padding: [padding, padding], groups: groups);
        return ((found.to(ScalarType.Float64) - exact).abs().max() / exact.abs().max()).item<double>();
    }

    // Computed and not drawn, so that no random generator advances.
    private static Tensor Waves(params long[] shape)
    {
        using var length = 0.7f.ToScalar();
        return KeptScalar.Range(shape.Aggregate((one, other) => one * other), type: ScalarType.Float32).mul_(length).sin_().view(shape);
    }

    /// <summary>Returns the same values in channels-last layout.</summary>
    private static Tensor Last(Tensor maps) => maps.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
