using Paretune.Silo.Start;

try
{
    await using var silo = await SiloHost.Build(args);
    await silo.RunAsync();
    return Environment.ExitCode;
}
catch (Exception e) when (StartFault.Of(e) is { } fault)
{
    Console.Error.WriteLine(fault);
    return StartFault.ExitCode;
}
