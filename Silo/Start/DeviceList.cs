using System.Globalization;

namespace Paretune.Silo.Start;

/// <summary>Resolves the setting <c>Devices</c> on a machine with the given GPUs.</summary>
internal static class DeviceList
{
    private const string Auto = "auto";
    private const string Cpu = "cpu";
    private const string Cuda = "cuda";
    private const string SimulatedPrefix = "simulated";
    private const int MostSimulated = 10_000;

    /// <summary>Returns whether the setting would be valid on some machine.</summary>
    public static bool IsOne(string setting) =>
        setting is Auto or Cpu or Cuda || Simulated(setting) > 0
            || (Indices(setting) is { } indices && indices.Distinct().Count() == indices.Count);

    /// <summary>Returns the devices to train on, such as <c>cpu</c> or <c>cuda:0</c>.</summary>
    /// <exception cref="StartupException">The setting names a GPU that does not exist.</exception>
    public static IReadOnlyList<string> Resolve(string setting, int gpus)
    {
        if (setting == Cpu || (setting == Auto && gpus == 0))
            return [Cpu];
        var wanted = setting is Auto or Cuda ? [.. Enumerable.Range(0, Math.Max(gpus, 1))] : Indices(setting)!;
        return wanted.All(index => index < gpus)
            ? [.. wanted.Select(index => $"{Cuda}:{index}")]
            : throw new StartupException(
                $"Paretune:Devices is {setting}, but torch finds {(gpus == 1 ? "1 GPU" : $"{gpus} GPUs")}; name GPUs that exist, use cpu, "
                + "or build with -p:Torch=cuda if GPUs are missing");
    }

    /// <summary>Returns the display name of a device of <see cref="Resolve"/>.</summary>
    /// <param name="gpus">The names of the visible GPUs, by index.</param>
    public static string NameOf(string device, IReadOnlyList<string> gpus, int threads) =>
        device == Cpu ? $"CPU, {threads} {(threads == 1 ? "thread" : "threads")}" : gpus[Indices(device)![0]];

    /// <summary>
    /// Returns how many simulated devices, which need no libtorch, a setting such as <c>simulated:16</c> asks for; 0 for other settings.
    /// </summary>
    public static int Simulated(string setting) =>
        setting.Split(':') is [SimulatedPrefix, var text]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MostSimulated
            ? count
            : 0;

    private static List<int>? Indices(string setting)
    {
        var indices = new List<int>();
        foreach (var part in setting.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split(':') is not [Cuda, var text]
                || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                return null;
            indices.Add(index);
        }

        return indices;
    }
}
