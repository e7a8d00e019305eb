using Paretune.Silo.Start;

try
{
    await using var silo = await StandaloneSilo.Build(args);
    await silo.RunAsync();
    return 0;
}
catch (Exception e) when (StartFault.Of(e) is { } fault)
{
    Console.Error.WriteLine(fault);
    return StartFault.ExitCode;
}
