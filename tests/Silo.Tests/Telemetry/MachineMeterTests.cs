using System.Diagnostics;
using Paretune.Silo.Telemetry;
using Paretune.Testing;

namespace Paretune.Silo.Tests.Telemetry;

public sealed class MachineMeterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-nvml-").FullName;
    private readonly Meters _meters = new();

    public void Dispose()
    {
        _meters.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_disk_of_the_home_folder_is_told()
    {
        using var reader = new MeterReader(_meters);
        using var meter = new MachineMeter(_meters, _folder, library: "");

        Assert.Equal(new DriveInfo(_folder).TotalSize, reader.Now("paretune.home.size"));
        Assert.InRange(reader.Now("paretune.home.free")!.Value, 1, reader.Now("paretune.home.size")!.Value);
    }

    [Fact]
    public void A_machine_without_the_library_tells_of_no_gpu()
    {
        using var reader = new MeterReader(_meters);
        using var meter = new MachineMeter(_meters, _folder, Path.Combine(_folder, "libnvidia-ml.so.1"));

        Assert.Null(reader.Now("paretune.gpu.utilisation.ratio gpu=0 model=Stand-in 80GB"));
    }

    // Needs no GPU: the test checks names, arguments and layouts against nvml.h, with a fake library.
    [Fact]
    public async Task Each_gpu_that_the_library_knows_is_told_and_one_that_does_not_say_is_left_out()
    {
        var library = await StandIn();
        using var reader = new MeterReader(_meters);
        using (var meter = new MachineMeter(_meters, _folder, library))
        {
            Assert.Equal(0.37, reader.Now("paretune.gpu.utilisation.ratio gpu=0 model=Stand-in 80GB"));
            Assert.Equal(5_000_000_000, reader.Now("paretune.gpu.memory.used gpu=0 model=Stand-in 80GB"));
            Assert.Equal(80_000_000_000, reader.Now("paretune.gpu.memory.total gpu=0 model=Stand-in 80GB"));
            Assert.Null(reader.Now("paretune.gpu.utilisation.ratio gpu=1 model=Stand-in 80GB"));
            Assert.Equal(80_000_000_000, reader.Now("paretune.gpu.memory.total gpu=1 model=Stand-in 80GB"));
        }
    }

    private async Task<string> StandIn()
    {
        var (source, library) = (Path.Combine(_folder, "nvml.c"), Path.Combine(_folder, "libstand-in.so"));
        await File.WriteAllTextAsync(source, """
            #include <string.h>
            typedef struct { int index; } *nvmlDevice_t;
            typedef struct { unsigned int gpu; unsigned int memory; } nvmlUtilization_t;
            typedef struct { unsigned long long total; unsigned long long free; unsigned long long used; } nvmlMemory_t;
            static struct { int index; } gpus[2] = { { 0 }, { 1 } };
            int nvmlInit_v2(void) { return 0; }
            int nvmlShutdown(void) { return 0; }
            int nvmlDeviceGetCount_v2(unsigned int *count) { *count = 2; return 0; }
            int nvmlDeviceGetHandleByIndex_v2(unsigned int index, nvmlDevice_t *device) { *device = (nvmlDevice_t)&gpus[index]; return 0; }
            int nvmlDeviceGetName(nvmlDevice_t device, char *name, unsigned int length) {
              strncpy(name, "Stand-in 80GB", length); return 0; }
            int nvmlDeviceGetUtilizationRates(nvmlDevice_t device, nvmlUtilization_t *rates) {
              if (device->index == 1) return 3;
              rates->gpu = 37; rates->memory = 12; return 0; }
            int nvmlDeviceGetMemoryInfo(nvmlDevice_t device, nvmlMemory_t *memory) {
              memory->total = 80000000000ULL; memory->free = 75000000000ULL; memory->used = 5000000000ULL; return 0; }
            """);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no C compiler of that name");
        Requirement.Program("cc");
        using var run = Process.Start("cc", ["-shared", "-fPIC", "-o", library, source]);
        await run.WaitForExitAsync();
        Assert.Equal(0, run.ExitCode);
        return library;
    }
}
